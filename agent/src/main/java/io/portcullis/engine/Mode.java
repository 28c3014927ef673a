package io.portcullis.engine;

/** Whether what a policy says is done, only recorded, or not even looked at. */
public enum Mode {
  ENFORCE,
  /** Record what would be denied, let it through. */
  MONITOR,
  /** Judge nothing. */
  OFF;

  /** As written in a policy: {@code enforce}, {@code monitor}, {@code off}. */
  public String word() {
    switch (this) {
      case ENFORCE:
        return "enforce";
      case MONITOR:
        return "monitor";
      default:
        return "off";
    }
  }
}
