/**
 * What an adapter of a server is: what is woven, and how an exchange enters the gate. Rank 5; uses
 * gate and below.
 */
@NullMarked
package io.portcullis.server;

import org.jspecify.annotations.NullMarked;
