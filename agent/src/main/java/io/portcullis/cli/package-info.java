/** The verbs of the command line. Rank 7; uses wire, policy, record and below. */
@NullMarked
package io.portcullis.cli;

import org.jspecify.annotations.NullMarked;
