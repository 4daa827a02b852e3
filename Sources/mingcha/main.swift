internal import Glibc

// A closed pipe shall be told in a sentence, not end the process without one.
_ = signal(SIGPIPE, SIG_IGN)
exit(Tool.run(Array(CommandLine.arguments.dropFirst())))
