package co.seam.instantkeys.benchmarks;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Trusts the certificate of the server, with the JDK alone: each contender has only its own jars. */
final class Trust {
    private Trust() {}

    static OkHttpClient.Builder only(String certificate, OkHttpClient.Builder client) {
        try (InputStream file = new FileInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(file));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            TrustManager[] managers = factory.getTrustManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return client.sslSocketFactory(context.getSocketFactory(), (X509TrustManager) managers[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot trust " + certificate, e);
        }
    }
}
