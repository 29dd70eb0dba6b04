package co.seam.instantkeys.examples.hotel;

import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** The front desk of a small hotel, which issues, changes and cancels the keys of the guests who arrive today. */
@SpringBootApplication
public class HotelApplication {
    private static final Logger LOG = LoggerFactory.getLogger(HotelApplication.class);

    private final Api api;

    HotelApplication(Api api) {
        this.api = api;
    }

    public static void main(String[] args) {
        SpringApplication hotel = new SpringApplication(HotelApplication.class);
        // until the secret of a webhook is set, no request passes as one of Seam: nobody knows this secret
        hotel.setDefaultProperties(Map.of("seam.webhook.secret", randomSecret()));
        hotel.run(args);
    }

    /** Returns a secret of valid Base64: hexadecimal digits are valid, too. */
    private static String randomSecret() {
        return "whsec_" + UUID.randomUUID().toString().replace("-", "");
    }

    @EventListener
    void open(ApplicationReadyEvent event) {
        String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
        LOG.info("{}", api.note());
        LOG.info("The front desk is open: http://127.0.0.1:{}/", port);
    }
}
