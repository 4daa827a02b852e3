internal import Glibc

/// What an error number of the system means.
package func reason(_ code: Int32) -> String {
  switch code {
  case ENOENT: "不存在"
  case EACCES, EPERM: "没有权限"
  case ENOTDIR: "路径中有一段不是文件夹"
  case ELOOP: "符号链接循环"
  case ENAMETOOLONG: "名称太长"
  case EISDIR: "这是文件夹"
  case EMFILE, ENFILE: "打开的文件太多"
  case EIO: "设备读写出错"
  case ENOSPC: "磁盘已满"
  case EPIPE: "接收方已关闭"
  case EROFS: "文件系统是只读的"
  case EBADF: "没有打开"
  default: "系统错误\(code)"
  }
}
