internal import Kernel

/// 执法检查人员与专家: inspectors, experts and who must not visit whom.
package enum People {
}
