package io.portcullis.policy;

/** What became of one of a policy's own tests. Immutable. */
public final class TestOutcome {
  private final String name;
  private final Place place;
  private final String difference;

  private TestOutcome(String name, Place place, String difference) {
    this.name = name;
    this.place = place;
    this.difference = difference;
  }

  static TestOutcome passed(String name, Place place) {
    return new TestOutcome(name, place, "");
  }

  /**
   * @param difference what was expected and what came, in words
   */
  static TestOutcome failed(String name, Place place, String difference) {
    return new TestOutcome(name, place, difference);
  }

  public String name() {
    return name;
  }

  public Place place() {
    return place;
  }

  public boolean passed() {
    return difference.isEmpty();
  }

  public String difference() {
    return difference;
  }
}
