/**
 * The application of the server matrix: the smallest that shows whether it was reached. Written for
 * javax.servlet 3.0 and Java 8; the build makes a copy of it for jakarta.servlet.
 */
package io.portcullis.matrix.app;
