/**
 * Client certificates: how they are written, whom they name, who has issued them, and whether they
 * are accepted at a time. Rank 1; pure but for the platform's {@code java.security}; uses nothing
 * of ours.
 */
@NullMarked
package io.portcullis.certificate;

import org.jspecify.annotations.NullMarked;
