package co.seam.instantkeys.wiremock;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.util.function.Supplier;

/** A fault that replaces or delays the response to a call. */
interface InjectedFault {
    /**
     * @param process processes the call, and returns the response without the fault; not called if the fault prevents
     *     processing
     * @return the response to send
     */
    ResponseDefinition apply(Supplier<ResponseDefinition> process, String requestId);
}
