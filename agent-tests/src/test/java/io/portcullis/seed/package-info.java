/**
 * Five whole systems as policies: what each of them is said to do, row by row, on the built jar.
 */
@NullMarked
package io.portcullis.seed;

import org.jspecify.annotations.NullMarked;
