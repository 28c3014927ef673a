/**
 * What is in force and what was decided, as MXBeans. Rank 7: uses the gate, the policy and what is
 * counted. The one package that may touch JMX, and only once the application has begun with it.
 */
@NullMarked
package io.portcullis.jmx;

import org.jspecify.annotations.NullMarked;
