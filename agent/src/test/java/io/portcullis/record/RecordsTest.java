package io.portcullis.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Request;
import io.portcullis.record.Floods.Told;
import io.portcullis.testing.Facts;
import io.portcullis.testing.ListLogger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordsTest {
  private static final Told TOLD = Floods.one("192.0.2.9");

  @TempDir Path folder;
  private Path state;
  private final ListLogger log = new ListLogger();

  @BeforeEach
  void nameTheState() {
    state = folder.resolve("state");
  }

  private static void deny(DenialLog denials, Told told, String id) {
    denials.denied(told.decision(), told.request(), id, "0123456789ab");
  }

  @Test
  void denialIsOneObjectWithAllThatExplainsIt() throws Exception {
    Request request =
        Facts.from("192.0.2.9")
            .method("POST")
            .target("/api/b\u00fccher;v=2/1?token=secret")
            .header("X-Tenant-Id", "a \"c\" me")
            .build();
    Decision decision = Decisions.of(Mode.MONITOR, request);
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(log, records);
    records.start("run");
    denials.denied(decision, request, "5be1f00d77aa-1f", "0123456789ab");
    denials.close();
    records.close();

    String line = Files.readString(state.resolve("decisions.jsonl"));
    assertThat(line).endsWith("}\n").matches("[ -~]+\n").doesNotContain("secret");
    Map<String, Object> record = JSON.std.mapFrom(line);
    assertThat((String) record.remove("time")).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
    assertThat(JSON.std.asString(record))
        .isEqualTo(
            "{\"event\":\"IP_WOULD_BE_DENIED\",\"id\":\"5be1f00d77aa-1f\",\"decision\":\"would-deny\","
                + "\"code\":\"IP_NOT_ALLOWED\",\"check\":\"allowlist\","
                + "\"scope\":\"tenant:a \\\"c\\\" me\",\"client.address\":\"192.0.2.9\","
                + "\"network.peer.address\":\"192.0.2.9\",\"tenant\":\"a \\\"c\\\" me\","
                + "\"method\":\"POST\",\"path\":\"/api/b%C3%BCcher/1\",\"mode\":\"monitor\","
                + "\"policy\":\"0123456789ab\",\"checks\":{\"clientAddress\":\"pass\","
                + "\"caller\":\"pass\",\"allowlist\":\"would-deny\"},"
                + "\"reasons\":"
                + JSON.std.asString(record.get("reasons"))
                + "}");
    assertThat(line).contains("\"program\":null,\"key\":null");
    assertThat(line).contains("\"allowlist\":\"not_on_list\"");
  }

  @Test
  void nothingIsTouchedBeforeTheStartAndNothingIsLostOfWhatCameBefore() throws Exception {
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(log, records);
    deny(denials, TOLD, "5be1f00d77aa-1");
    records.tell(Change.of("policy_activated", Change.SELF).after("rev"));
    assertThat(state).doesNotExist();
    assertThat(records.status().state()).isEqualTo(RecordsStatus.State.WAITING);
    records.start("5be1f00d77aa");
    records.hurry(30_000);
    assertThat(records.status().state()).isEqualTo(RecordsStatus.State.KEPT);
    assertThat(Floods.counted(Floods.records(state))).isEqualTo(1);
    assertThat(Files.readString(state.resolve("changes.jsonl")))
        .contains("\"jvm\":\"5be1f00d77aa\"")
        .contains("\"event\":\"policy_activated\"");
    records.close();
    denials.close();
  }

  @Test
  void refusedDirectoryIsSaidOnceAndItsDenialsAreCountedUntilItIsMended() throws Exception {
    Files.createDirectory(state);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(new ListLogger(), records);
    records.start("5be1f00d77aa");
    records.hurry(30_000);
    for (int i = 1; i <= 6000; i++) {
      deny(denials, TOLD, "5be1f00d77aa-" + Integer.toHexString(i));
    }
    assertThat(records.status().state()).isEqualTo(RecordsStatus.State.FAILING);
    assertThat(records.status().cause()).endsWith("is open to other users; run chmod 700 on it");
    assertThat(log.lines)
        .containsExactly(
            "ERROR NO RECORDS ARE KEPT, requests are judged all the same: "
                + records.status().cause());

    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    while (records.status().state() != RecordsStatus.State.KEPT) {
      Thread.onSpinWait();
    }
    records.close();
    assertThat(Floods.counted(Floods.records(state))).isEqualTo(6000);
    assertThat(log.lines.get(1)).isEqualTo("INFO records are kept in " + state);
    denials.close();
  }

  @Test
  void logThatHangsDoesNotStopTheRecords() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    ListLogger hanging =
        new ListLogger(
            line -> {
              try {
                free.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(hanging, records);
    records.start("run");
    deny(denials, TOLD, "5be1f00d77aa-1");
    records.hurry(30_000);
    assertThat(Floods.counted(Floods.records(state))).isEqualTo(1);
    free.countDown();
    denials.close();
    records.close();
  }

  @Test
  void fullFileIsRenamedAndTheOldestAreDeleted() throws Exception {
    AtomicLong nanos = new AtomicLong();
    RecordKeeper keeper = new RecordKeeper(state.toString(), log, 10_000, 45_000);
    Records records = new Records(keeper, 4096, nanos::get);
    DenialLog denials = DenialLog.to(new ListLogger(), records);
    records.start("run");
    for (int i = 1; i <= 900; i++) {
      deny(denials, TOLD, "5be1f00d77aa-" + Integer.toHexString(i));
      if (i % 9 == 0) {
        awaitRecorded("5be1f00d77aa-" + Integer.toHexString(i));
      }
    }
    records.close();
    denials.close();
    List<String> names =
        DecisionFiles.newestFirst(state).stream().map(f -> f.getFileName().toString()).toList();
    assertThat(names.get(0)).isEqualTo("decisions.jsonl");
    assertThat(names.subList(1, names.size()))
        .hasSizeBetween(2, 4)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(names).doesNotContain("decisions-000001.jsonl");
    long total = 0;
    for (Path file : DecisionFiles.newestFirst(state)) {
      assertThat(Files.size(file)).isLessThanOrEqualTo(10_000);
      total += Files.size(file);
    }
    assertThat(total).isLessThanOrEqualTo(45_000);
    assertThat(DecisionSearch.of(state, "5be1f00d77aa-384").line()).isPresent();
    assertThat(DecisionSearch.of(state, "5be1f00d77aa-1").line()).isEmpty();
  }

  private void awaitRecorded(String id) throws Exception {
    while (!Files.exists(state.resolve("decisions.jsonl"))
        || DecisionSearch.of(state, id).line().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void lineWithoutItsEndIsPutAsideAndNeverGluedToTheNext() throws Exception {
    write("5be1f00d77aa-1");
    Path file = state.resolve("decisions.jsonl");
    Files.writeString(file, "{\"event\":\"IP_DEN", StandardOpenOption.APPEND);
    assertThat(DecisionSearch.of(state, "5be1f00d77aa-1").line())
        .as("while it is torn")
        .isPresent();
    write("5be1f00d77aa-2");
    assertThat(Floods.records(state))
        .extracting(r -> r.get("id"))
        .containsExactly("5be1f00d77aa-1", "5be1f00d77aa-2");
    assertThat(Files.readString(state.resolve("decisions.jsonl.torn")))
        .isEqualTo("{\"event\":\"IP_DEN\n");
  }

  private void write(String id) {
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(log, records);
    records.start("run");
    deny(denials, TOLD, id);
    denials.close();
    records.close();
  }

  @Test
  void twoWritersOfOneDirectoryMakeOneFileAndOneChain() throws Exception {
    Records[] both = {Records.in(state.toString(), log), Records.in(state.toString(), log)};
    DenialLog[] logs = {DenialLog.to(log, both[0]), DenialLog.to(log, both[1])};
    Thread[] threads = new Thread[2];
    for (int t = 0; t < 2; t++) {
      int self = t;
      both[t].start("run" + t);
      threads[t] =
          new Thread(
              () -> {
                for (int i = 1; i <= 200; i++) {
                  deny(logs[self], TOLD, "5be1f00d77a" + self + "-" + Integer.toHexString(i));
                  if (i % 10 == 0) {
                    both[self].tell(Change.of("policy_activated", Change.SELF).after("r" + i));
                  }
                }
              });
      threads[t].start();
    }
    for (int t = 0; t < 2; t++) {
      threads[t].join();
      logs[t].close();
      both[t].close();
    }
    assertThat(Floods.counted(Floods.records(state))).isEqualTo(400);
    ChangeChain chain = chain();
    assertThat(chain.fault()).isEmpty();
    assertThat(chain.lines()).isEqualTo(40);
  }

  private ChangeChain chain() throws Exception {
    try (var in = Files.newInputStream(state.resolve("changes.jsonl"))) {
      return ChangeChain.walk(in);
    }
  }

  @Test
  void appendedChangeIsInTheFileWhenTheCallReturns() throws Exception {
    Records records = Records.in(state.toString(), log);
    records.start("run");
    records.append(
        Change.of("ip_allowlist.entry_added", "ada")
            .from("192.0.2.1")
            .target("tenant:acme")
            .before("")
            .after("198.51.100.0/28")
            .with("entry", "e-\u00fc\n1"));
    Map<String, Object> line =
        JSON.std.mapFrom(Files.readString(state.resolve("changes.jsonl")).strip());
    line.remove("time");
    assertThat(line)
        .isEqualTo(
            JSON.std.mapFrom(
                "{\"previous\":\""
                    + "0".repeat(64)
                    + "\",\"number\":1,"
                    + "\"event\":\"ip_allowlist.entry_added\",\"who\":\"ada\",\"from\":\"192.0.2.1\","
                    + "\"jvm\":\"run\",\"target\":\"tenant:acme\",\"before\":null,"
                    + "\"after\":\"198.51.100.0/28\",\"entry\":\"e-\\u00fc\\n1\"}"));
    records.close();
    assertThatThrownBy(() -> Change.of("e", "w").with("previous", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void changeThatCannotBeWrittenIsRefusedWithItsCause() throws Exception {
    Files.createFile(state);
    Records records = Records.in(state.toString(), log);
    assertThatThrownBy(() -> records.append(Change.of("e", "w")))
        .isInstanceOf(StateException.class)
        .hasMessageEndingWith("is no directory; name a directory");
  }

  @Test
  void tornChangeIsPutAsideAndTheChainSaysSo() throws Exception {
    change("a");
    Files.writeString(
        state.resolve("changes.jsonl"), "{\"previous\":\"00", StandardOpenOption.APPEND);
    assertThat(chain().fault().orElse("")).startsWith("it has no end");
    change("b");
    assertThat(chain().fault()).isEmpty();
    assertThat(chain().lines()).isEqualTo(3);
    assertThat(Files.readAllLines(state.resolve("changes.jsonl")).get(1))
        .contains("\"event\":\"torn_line_put_aside\"")
        .contains("\"bytes\":\"15\"");
  }

  private void change(String after) throws Exception {
    Records records = Records.in(state.toString(), log);
    records.append(Change.of("policy_activated", Change.SELF).after(after));
    records.close();
  }

  @Test
  void anyChangedByteBreaksTheChainWhereItIsOrRightBehind() throws Exception {
    for (int i = 0; i < 5; i++) {
      change("rev" + i);
    }
    Path file = state.resolve("changes.jsonl");
    byte[] whole = Files.readAllBytes(file);
    String text = new String(whole, StandardCharsets.US_ASCII);
    int end = text.lastIndexOf('\n', text.length() - 2);
    for (int i = 0; i < end; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      long line = 1 + text.substring(0, i).chars().filter(c -> c == '\n').count();
      ChangeChain chain = chain();
      assertThat(chain.fault()).as("byte %s", i).isPresent();
      assertThat(chain.lines()).isBetween(line, line + 1);
    }
    Files.writeString(file, text.substring(text.indexOf('\n') + 1));
    assertThat(chain().fault().orElse("")).contains("the beginning of the file is missing");
    List<String> lines = text.lines().toList();
    Files.writeString(file, lines.get(0) + "\n" + lines.get(2) + "\n");
    assertThat(chain().lines()).isEqualTo(2);
  }

  @Test
  void foldedDecisionIsFoundByTheRangeOfItsIds() throws Exception {
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(new ListLogger(), records);
    for (int i = 1; i <= 3000; i++) {
      deny(denials, TOLD, "5be1f00d77aa-" + Integer.toHexString(i));
    }
    records.start("run");
    records.hurry(30_000);
    records.close();
    denials.close();
    assertThat(DecisionSearch.of(state, "5be1f00d77aa-1").line()).isPresent();
    DecisionSearch found = DecisionSearch.of(state, "5be1f00d77aa-bb8");
    assertThat(found.line()).isEmpty();
    assertThat(found.folded()).hasSize(1);
    assertThat(found.folded().get(0))
        .contains("\"count\":1999")
        .contains("\"client.address\":\"192.0.2.9\"");
    assertThat(DecisionSearch.of(state, "5be1f00d77aa-bb9").folded()).isEmpty();
    assertThat(DecisionSearch.of(state, "5be1f00d77ab-bb8").folded()).isEmpty();
  }

  @Test
  void hurriedRecordsWriteWhatComesAtOnce() throws Exception {
    Records records = Records.in(state.toString(), log);
    DenialLog denials = DenialLog.to(new ListLogger(), records);
    records.start("run");
    records.hurry(30_000);
    for (int i = 1; i <= 5000; i++) {
      deny(denials, TOLD, "5be1f00d77aa-" + Integer.toHexString(i));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(state.resolve("decisions.jsonl"))
        || Floods.counted(Floods.recordsSoFar(state)) < 5000) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
    denials.close();
    records.close();
  }
}
