/** Proofs that the built jar keeps its realms apart and that a host sees nothing of it. */
@NullMarked
package io.portcullis.realm;

import org.jspecify.annotations.NullMarked;
