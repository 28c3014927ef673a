/**
 * Tomcat 7 to 11: what is woven, and a request of Coyote as an exchange of the gate. Rank 5; uses
 * server, gate and below, and Tomcat's own classes.
 */
@NullMarked
package io.portcullis.server.tomcat;

import org.jspecify.annotations.NullMarked;
