package io.portcullis.matrix.boot;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application of the matrix as one of Spring Boot. */
@SpringBootApplication
@RestController
public class BootMain {
  private final AtomicInteger count = new AtomicInteger();

  public static void main(String[] arguments) {
    SpringApplication.run(BootMain.class, arguments);
  }

  @RequestMapping({"/m/page", "/m/other", "/m/admin/a"})
  public String page() {
    count.incrementAndGet();
    return "page\n";
  }

  @RequestMapping("/m/hits")
  public String hits() {
    return "hits " + count.get() + "\n";
  }
}
