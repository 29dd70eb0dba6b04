package co.seam.instantkeys.reachability;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Has the JDK call {@link Recorder}, and writes what it recorded into a file when the JVM ends. */
public final class RecorderAgent implements ClassFileTransformer {
    private static final String RECORDER = Recorder.class.getName().replace('.', '/');

    private RecorderAgent() {}

    /** Writes a jar for {@code -javaagent:JAR=FILE}. */
    static Path writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", RecorderAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Boot-Class-Path", jar.getFileName().toString());
        String recorder = RECORDER + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = Recorder.class.getClassLoader().getResourceAsStream(recorder)) {
            out.putNextEntry(new JarEntry(recorder));
            in.transferTo(out);
        }
        return jar;
    }

    public static void premain(String file, Instrumentation jvm) throws UnmodifiableClassException {
        jvm.addTransformer(new RecorderAgent(), true);
        jvm.retransformClasses(Proxy.class, Constructor.class, Method.class, ClassLoader.class);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Files.write(Path.of(file), Recorder.uses());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    @Override
    public byte @Nullable [] transform(
            ClassLoader loader, String type, @Nullable Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (redefined == null) {
            return null; // a class that is loaded, of whoever
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return (access & Opcodes.ACC_PUBLIC) == 0 ? method : recording(method, type, name);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static MethodVisitor recording(MethodVisitor method, String type, String name) {
        switch (type + "." + name) {
            case "java/lang/reflect/Proxy.newProxyInstance":
                return atStart(method, 1, "proxy", "([Ljava/lang/Class;)V"); // of a static method
            case "java/lang/reflect/Constructor.newInstance":
            case "java/lang/reflect/Method.invoke":
                return atStart(method, 0, "call", "(Ljava/lang/reflect/Executable;)V");
            case "java/lang/ClassLoader.getResource":
                return atEnd(method, "resource", "(Ljava/net/URL;Ljava/lang/String;)V");
            case "java/lang/ClassLoader.getResources":
                return atEnd(method, "resources", "(Ljava/util/Enumeration;Ljava/lang/String;)V");
            default:
                return method;
        }
    }

    private static MethodVisitor atStart(MethodVisitor method, int variable, String record, String descriptor) {
        return new MethodVisitor(Opcodes.ASM9, method) {
            @Override
            public void visitCode() {
                super.visitCode();
                visitVarInsn(Opcodes.ALOAD, variable);
                visitMethodInsn(Opcodes.INVOKESTATIC, RECORDER, record, descriptor, false);
            }
        };
    }

    /** With the result, and the first argument. */
    private static MethodVisitor atEnd(MethodVisitor method, String record, String descriptor) {
        return new MethodVisitor(Opcodes.ASM9, method) {
            @Override
            public void visitInsn(int instruction) {
                if (instruction == Opcodes.ARETURN) {
                    super.visitInsn(Opcodes.DUP);
                    visitVarInsn(Opcodes.ALOAD, 1);
                    visitMethodInsn(Opcodes.INVOKESTATIC, RECORDER, record, descriptor, false);
                }
                super.visitInsn(instruction);
            }
        };
    }
}
