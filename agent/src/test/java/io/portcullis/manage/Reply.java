package io.portcullis.manage;

/** One answer as it came over the wire: its head and its body. */
record Reply(String head, String text) {
  int status() {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  String header(String name) {
    for (String line : head.split("\r\n")) {
      if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
        return line.substring(name.length() + 1).trim();
      }
    }
    throw new AssertionError("no " + name + " in " + head);
  }
}
