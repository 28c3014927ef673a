/**
 * What every guarded server owes its callers: one contract, one class for each server and JDK that
 * it is proved on.
 */
@NullMarked
package io.portcullis.contract;

import org.jspecify.annotations.NullMarked;
