/**
 * Facts of a request in, a decision with its reason out: checks, verdicts, the pipeline. Rank 2;
 * pure; uses ip, pattern, client, certificate, dns.
 */
@NullMarked
package io.portcullis.engine;

import org.jspecify.annotations.NullMarked;
