package io.portcullis.dns;

/**
 * Who is told what DNS answers, for counts and the log. Called on threads of {@link ReverseDns}.
 */
public interface DnsListener {
  /** An answer came from the network; cached ones are not told. */
  void answered(Answer answer);

  /** Something of our own failed; the question it was about counts as not answered. */
  void failed(Throwable fault);

  /** Listens to nothing. */
  DnsListener NONE =
      new DnsListener() {
        @Override
        public void answered(Answer answer) {}

        @Override
        public void failed(Throwable fault) {}
      };
}
