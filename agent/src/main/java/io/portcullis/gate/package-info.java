/**
 * Judges one exchange against the policy in force and owns what happens on our own fault. Rank 4;
 * uses engine and below.
 */
@NullMarked
package io.portcullis.gate;

import org.jspecify.annotations.NullMarked;
