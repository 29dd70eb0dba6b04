package co.seam.instantkeys.wiremock;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages as Svix does, which delivers for Seam. */
final class WebhookSignature {
    static final String SECRET_PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /** Returns whether a text has the form of a secret. */
    static boolean isSecret(String text) {
        if (!text.startsWith(SECRET_PREFIX) || text.length() == SECRET_PREFIX.length()) {
            return false;
        }
        try {
            Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length()));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns the headers of one attempt to deliver a message. */
    static Map<String, String> headers(String secret, String messageId, Instant attemptedAt, byte[] body) {
        String timestamp = String.valueOf(attemptedAt.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("svix-id", messageId);
        headers.put("svix-timestamp", timestamp);
        headers.put("svix-signature", "v1," + hmac(secret, messageId + "." + timestamp + ".", body));
        return Collections.unmodifiableMap(headers);
    }

    private static String hmac(String secret, String prefix, byte[] body) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) { // every Java runtime has the algorithm
            throw new IllegalStateException(ALGORITHM + " is not available", e);
        }
    }
}
