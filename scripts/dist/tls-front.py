"""A server for TLS before a plain one on this machine: tls-front.py PORT PLAIN-PORT CERTIFICATE KEY

Each connection is passed on as it is. Ends when it is ended.
"""

import socket
import ssl
import sys
import threading


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    finally:
        try:
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def serve(raw, context, port):
    try:
        with context.wrap_socket(raw, server_side=True) as client, socket.create_connection(("127.0.0.1", port)) as server:
            threading.Thread(target=pump, args=(client, server), daemon=True).start()
            pump(server, client)
    except OSError as error:
        print("tls-front:", error, file=sys.stderr)


def main():
    port, plain, certificate, key = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", port)) as listener:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, context, plain), daemon=True).start()


main()
