package io.portcullis.realm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One binary of each adapter links against the oldest and the newest server of its range. What a
 * version is without stands here: the adapter looks for it before it calls it.
 */
class AdapterLinkTest {
  /** Bodies and sessions, the address of the peer, and the newer way to write an answer. */
  private static final List<String> ABSENT_IN_TOMCAT_7 =
      List.of(
          "AnswerBytes$1 Response.doWrite",
          "PeerText$1 ActionCode.REQ_PEER_ADDR_ATTRIBUTE",
          "PeerText$1 Request.peerAddr",
          "ReadTimeout SocketWrapperBase.class",
          "ReadTimeout SocketWrapperBase.getReadTimeout",
          "ReadTimeout SocketWrapperBase.setReadTimeout",
          "ReplayedInput ActionCode.NB_READ_INTEREST",
          "ReplayedInput ActionCode.REQUEST_BODY_FULLY_READ",
          "ReplayedInput ApplicationBufferHandler.setByteBuffer",
          "ReplayedInput InputBuffer.doRead",
          "TomcatBody InputBuffer.doRead",
          "TomcatBody Request.hasExpectation",
          "TomcatBody Request.isFinished",
          "TomcatBody Request.setExpectation",
          "TomcatBody$Taken ApplicationBufferHandler.class",
          "TomcatSessions Service.getContainer",
          "TomcatSessions StandardSession.getIdleTimeInternal");

  /** What only the oldest call, or call of it. */
  private static final List<String> ABSENT_IN_TOMCAT_11 =
      List.of("AnswerBytes$2 Response.doWrite", "ReplayedInput InputBuffer.doRead");

  /** Bodies and sessions. */
  private static final List<String> ABSENT_IN_JETTY_9_2 =
      List.of(
          "Jetty9Body HttpInput$Content.<init>",
          "Jetty9Body HttpInput$Content.class",
          "Jetty9Body HttpInput.addContent",
          "Jetty9Body HttpInput.eof",
          "Jetty9Body HttpInput.hasContent",
          "Jetty9Body HttpInput.isError",
          "Jetty9Sessions DefaultSessionCache.class",
          "Jetty9Sessions SessionCache.getSessionDataStore",
          "Jetty9Sessions SessionHandler.getSessionCache",
          "Jetty9Sessions SessionHandler.getSessionIdManager",
          "Jetty9Sessions$1 DefaultSessionCache.doGet",
          "Jetty9Sessions$1 SessionData.class",
          "Jetty9Sessions$1 SessionData.getAttribute",
          "Jetty9Sessions$1 SessionData.isExpiredAt");

  /** Bodies. */
  private static final List<String> ABSENT_IN_JETTY_11 =
      List.of("Jetty9Body HttpInput.addContent", "Jetty9Body HttpInput.eof");

  @ParameterizedTest(name = "{0} against {1}")
  @MethodSource("ranges")
  void everyMemberIsThereButForWhatIsLookedFor(String adapter, String server, List<String> absent)
      throws Exception {
    ServerClasses classes =
        ServerClasses.in(Path.of(System.getProperty("portcullis.servers")).resolve(server));
    Set<AdapterReferences.Reference> references = AdapterReferences.of(adapter);
    assertThat(references).hasSizeGreaterThan(20);
    Set<String> missing =
        references.stream()
            .filter(reference -> !classes.has(reference))
            .map(AdapterReferences.Reference::toString)
            .collect(Collectors.toSet());
    assertThat(missing).containsExactlyInAnyOrderElementsOf(absent);
  }

  static List<Arguments> ranges() {
    return List.of(
        Arguments.of("tomcat", "tomcat7", ABSENT_IN_TOMCAT_7),
        Arguments.of("tomcat", "tomcat11", ABSENT_IN_TOMCAT_11),
        Arguments.of("jetty9", "jetty92", ABSENT_IN_JETTY_9_2),
        Arguments.of("jetty9", "jetty11", ABSENT_IN_JETTY_11),
        Arguments.of("jetty12", "jetty120", List.of()),
        Arguments.of("jetty12", "jetty12", List.of()),
        Arguments.of("undertow", "undertow14", List.of()),
        Arguments.of("undertow", "undertow24", List.of()));
  }
}
