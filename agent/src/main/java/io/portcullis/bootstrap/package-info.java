/**
 * One class that woven code can see from every class loader: renamed into java.lang when packaged.
 * Uses java.* only.
 */
package io.portcullis.bootstrap;
