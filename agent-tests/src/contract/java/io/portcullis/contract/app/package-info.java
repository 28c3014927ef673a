/**
 * The application of the server contract: knows nothing of the agent. Written for javax.servlet 3.1
 * and Java 8; the build makes a copy of it for jakarta.servlet.
 */
package io.portcullis.contract.app;
