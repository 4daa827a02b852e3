/// 变更: every command that touches a register notes once who changed it, from where and why.
package enum Changes {}
