package io.portcullis.engine;

import java.util.Locale;

/** What of a request names the domain that its caller comes from, or calls. */
public enum DomainSource {
  ORIGIN,
  REFERER,
  /** The host that is called: the {@code Host} header, {@code :authority}. A caller chooses it. */
  HOST;

  /** As written in a policy: {@code origin}, {@code referer}, {@code host}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
