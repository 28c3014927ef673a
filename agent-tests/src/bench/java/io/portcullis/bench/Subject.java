package io.portcullis.bench;

/** A list of address rules, and the addresses to ask it for in the form that it takes. */
interface Subject {
  /** Whether, or by which rule, the address with this number is on the list. */
  Object ask(int probe);

  /** Whether it was found: to check that all subjects answer alike. */
  default boolean found(int probe) {
    Object answer = ask(probe);
    return answer instanceof Boolean ? (Boolean) answer : answer != null;
  }
}
