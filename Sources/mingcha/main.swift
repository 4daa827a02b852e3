internal import Glibc

// A closed pipe shall be told in a sentence, not end the process without one.
_ = signal(SIGPIPE, SIG_IGN)
// What this program writes holds password hashes and personal data: nobody else on the machine
// reads it.
_ = umask(0o027)
exit(Tool.run(Array(CommandLine.arguments.dropFirst())))
