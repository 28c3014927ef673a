/** The verbs of the command line. Rank 6; uses policy, record and below. */
@NullMarked
package io.portcullis.cli;

import org.jspecify.annotations.NullMarked;
