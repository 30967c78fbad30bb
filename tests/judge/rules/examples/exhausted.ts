import { example, type Example } from "../example.ts";

const out = (rule: string, text: string): Example => example(`exhausted/${rule}`, "env.runner", "either", text);

export const EXAMPLES: readonly Example[] = [
  out("memory", "java.lang.OutOfMemoryError: Java heap space"),
  out("memory", "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"),
  out("memory", "System.OutOfMemoryException : Insufficient memory to continue the execution of the program."),
  out("memory", "fatal error: runtime: out of memory"),
  out("memory", "memory allocation of 805306368 bytes failed"),
  out("memory", "PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)"),
  out("memory", "E   MemoryError"),
  out("memory", "OSError: [Errno 12] Cannot allocate memory"),
  out("memory", "Container 'Build' exceeded memory limit."),
  out("memory", "Error occurred during initialization of VM\nCould not reserve enough space for 2097152KB object heap"),
  out("memory", "Error: Worker terminated due to reaching memory limit: JS heap out of memory"),
  out("memory", "terminate called after throwing an instance of 'std::bad_alloc'"),
  out("disk", "write /var/lib/shop/a.bin: no space left on device"),
  out("disk", "Error: ENOSPC: no space left on device, write"),
  out("disk", "System.IO.IOException: There is not enough space on the disk."),
  out("descriptors", "Error: EMFILE: too many open files, open '/src/a.js'"),
  out("descriptors", "OSError: [Errno 24] Too many open files"),
  out("descriptors", "System limit for number of file watchers reached"),
  out("descriptors", "The configured user limit (128) on the number of inotify instances has been reached"),
  out("port-in-use", "Error: listen EADDRINUSE: address already in use :::3000"),
  out("port-in-use", "java.net.BindException: Address already in use (Bind failed)"),
  out("port-in-use", "OSError: [Errno 98] Address already in use"),
  out("port-in-use", "Bind for 0.0.0.0:8080 failed: port is already allocated"),
  out("port-in-use", "Error: http://localhost:3000 is already used, make sure that nothing is running on the port/url"),
  out("port-in-use", "Only one usage of each socket address (protocol/network address/port) is normally permitted."),
  out("port-in-use", "Web server failed to start. Port 8080 was already in use."),
  out("threads", "RuntimeError: can't start new thread"),
  out("threads", "bash: fork: retry: Resource temporarily unavailable"),
  out("threads", "Error: spawn /usr/bin/node EAGAIN"),
  // The data store's own shortage.
  example("none", "unknown", "either", "ERROR:  out of memory\nDETAIL:  Failed on request of size 64"),
];
