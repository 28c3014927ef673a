/**
 * YAML text to document to problems or a policy snapshot; reload; the tests of a policy. Rank 5;
 * uses gate and below.
 */
@NullMarked
package io.portcullis.policy;

import org.jspecify.annotations.NullMarked;
