/**
 * The benchmarks: of address tables and decisions beside their peers, and of whole processes. Run
 * by hand with {@code agent-tests/bench}; no test.
 */
package io.portcullis.bench;
