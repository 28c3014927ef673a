/**
 * Settings, the composition root and the transformer: the only package that names all others. Rank
 * 8.
 */
@NullMarked
package io.portcullis.agent;

import org.jspecify.annotations.NullMarked;
