/** What is written down about decisions: log lines and counters. Rank 5; uses gate and below. */
@NullMarked
package io.portcullis.record;

import org.jspecify.annotations.NullMarked;
