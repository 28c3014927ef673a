package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.Optional;

/** Who tells whether a client carries one of the names that are expected of it. Thread-safe. */
public interface ReverseNames {
  /** Begins to find out; done at once where the answer is known. */
  Lookup check(IpAddress client, ExpectedNames expected);

  /** The verdict that can be given without asking anybody, if there is one. */
  Optional<ReverseVerdict> known(IpAddress client, ExpectedNames expected);

  /** Nobody, of whom there is no answer: neither yes nor no. */
  ReverseNames NOBODY =
      new ReverseNames() {
        @Override
        public Lookup check(IpAddress client, ExpectedNames expected) {
          return Lookup.done(client, ReverseVerdict.indeterminate(NoAnswer.NO_SERVER));
        }

        @Override
        public Optional<ReverseVerdict> known(IpAddress client, ExpectedNames expected) {
          return Optional.empty();
        }
      };
}
