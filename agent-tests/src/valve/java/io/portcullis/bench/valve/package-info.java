/** The sample shop behind Tomcat's own valve, to compare with. */
package io.portcullis.bench.valve;
