package io.portcullis.manage;

/** A call that is not done; the answer says why. Nothing has changed. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  Refused(Answer answer) {
    super("refused", null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  static Refused notFound(String detail) {
    return new Refused(Answer.notFound(detail));
  }

  static Refused invalid(String detail) {
    return new Refused(Answer.invalid(detail));
  }

  static Refused forbidden(String code, String detail) {
    return new Refused(Answer.forbidden(code, detail));
  }

  static Refused conflict(String code, String detail) {
    return new Refused(Answer.problem(409, "Conflict", code, detail));
  }
}
