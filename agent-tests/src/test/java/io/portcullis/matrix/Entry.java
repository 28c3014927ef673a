package io.portcullis.matrix;

import java.util.List;

/**
 * One line of the matrix: a version of a server, how it is started, and on which JDKs that is done.
 *
 * @param server its name, such as {@code Apache Tomcat}
 * @param version in full
 * @param delivery what is started, such as {@code distribution}
 * @param launcher starts it
 * @param features the feature versions of the JDKs
 * @param isShort whether it is run in each build, and not in that of the profile {@code matrix}
 *     only
 * @param note what an operator has to know; empty for most
 */
record Entry(
    String server,
    String version,
    String delivery,
    Launcher launcher,
    List<Integer> features,
    boolean isShort,
    String note) {
  static Entry of(
      String server, String version, String delivery, Launcher launcher, Integer... features) {
    return new Entry(server, version, delivery, launcher, List.of(features), false, "");
  }

  /** The same, run in each build. */
  Entry inEachBuild() {
    return new Entry(server, version, delivery, launcher, features, true, note);
  }

  Entry noting(String what) {
    return new Entry(server, version, delivery, launcher, features, isShort, what);
  }

  /** How a test and a result name it. */
  String name() {
    return server + " " + version + ", " + delivery;
  }

  @Override
  public String toString() {
    return name();
  }
}
