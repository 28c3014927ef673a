package io.portcullis.bench;

import java.util.List;

/** How much is run: enough to see that it works, the tables of the page, or everything. */
enum Scale {
  SMOKE(100, List.of(1, 100), List.of(100), 200, 1, 1, List.of(1_000), 2, 1_000),
  DEFAULT(
      200,
      List.of(100, 10_000, 1_000_000),
      List.of(100_000),
      1_500,
      5,
      3,
      List.of(100_000, 1_000_000),
      5,
      100_000),
  FULL(
      1_000,
      List.of(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000),
      List.of(1_000, 100_000, 1_000_000),
      5_000,
      15,
      15,
      List.of(100_000, 1_000_000),
      20,
      100_000);

  /** Milliseconds of an iteration of JMH. */
  final int iteration;

  final List<Integer> mixed;
  final List<Integer> scattered;

  /** Milliseconds for which a server is warmed up. */
  final int warmUp;

  final int requestRounds;
  final int startRounds;
  final List<Integer> reloads;
  final int flips;

  /** Entries of the tables whose memory is measured. */
  final int footprint;

  Scale(
      int iteration,
      List<Integer> mixed,
      List<Integer> scattered,
      int warmUp,
      int requestRounds,
      int startRounds,
      List<Integer> reloads,
      int flips,
      int footprint) {
    this.iteration = iteration;
    this.mixed = mixed;
    this.scattered = scattered;
    this.warmUp = warmUp;
    this.requestRounds = requestRounds;
    this.startRounds = startRounds;
    this.reloads = reloads;
    this.flips = flips;
    this.footprint = footprint;
  }

  /** Milliseconds for which a server is asked in one round. */
  int slice() {
    return this == SMOKE ? 100 : 1_000;
  }

  int iterations() {
    return this == SMOKE ? 1 : 3;
  }
}
