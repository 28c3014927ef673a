package com.example.shop.server;

import com.example.shop.web.ShopInitializer;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import java.net.InetSocketAddress;
import java.util.Collections;
import javax.servlet.ServletException;

/** The shop in Undertow. */
public final class UndertowServer implements WebServer {
  private Undertow server;
  private DeploymentManager deployment;

  @Override
  public int start(int port) throws ServletException {
    DeploymentInfo shop =
        Servlets.deployment()
            .setClassLoader(UndertowServer.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("shop")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(ShopInitializer.class, Collections.emptySet()));
    deployment = Servlets.defaultContainer().addDeployment(shop);
    deployment.deploy();
    server =
        Undertow.builder()
            .addHttpListener(port, "127.0.0.1")
            .setHandler(deployment.start())
            .build();
    server.start();
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void stop() throws ServletException {
    server.stop();
    deployment.stop();
  }
}
