package io.portcullis.record;

/** Whether records are kept on disk, and if not, why. Immutable. */
public final class RecordsStatus {
  /** What can be said of records. */
  public enum State {
    /** No server is guarded yet, so nothing has been tried. */
    WAITING("waiting"),
    KEPT("kept"),
    /** Counted they are; they are written as soon as they can be. */
    FAILING("failing");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The name in what is shown. */
    public String word() {
      return word;
    }
  }

  static final RecordsStatus WAITING = new RecordsStatus(State.WAITING, "");
  static final RecordsStatus KEPT = new RecordsStatus(State.KEPT, "");

  private final State state;
  private final String cause;

  private RecordsStatus(State state, String cause) {
    this.state = state;
    this.cause = cause;
  }

  static RecordsStatus failing(String cause) {
    return new RecordsStatus(State.FAILING, cause);
  }

  public State state() {
    return state;
  }

  /** Cause and cure; empty where nothing fails. */
  public String cause() {
    return cause;
  }
}
