#!/bin/sh
# One step, as an ordinary user within a chroot; called by test-session.sh: test-inside.sh STEP
set -eu
step=$1
cd "$HOME"
export PATH="$HOME/.local/bin:$PATH"

# Runs a command, and sees that it ends with STATUS and prints what matches PATTERN.
expect() { # title, status, pattern, command...
    title=$1 status=$2 pattern=$3
    shift 3
    code=0
    output=$("$@" 2>&1 </dev/null) || code=$?
    if [ "$code" = "$status" ] && printf '%s\n' "$output" | grep -qE -e "$pattern"; then
        echo "ok    $title"
    else
        echo "FAIL  $title: exit $code, wanted $status and '$pattern'"
        printf '%s\n' "$output" | tail -n 30
        exit 1
    fi
}
# A question over TLS, to the simulator behind the server for TLS.
question() {
    alcf simulate --speed 50 --port 8123 -- \
        env ALCF_BASE_URL=https://gateway.test:8443/resource_server "$@" alcf chat 'Is this TLS?'
}
answers='.'

case $step in
install)
    tar -xzf /test/alcf-*.tar.gz
    cd /
    expect "install says what comes next" 0 'alcf simulate -- alcf chat' \
        env PATH=/usr/bin:/bin sh "$HOME"/alcf-*/install.sh
    expect "install says what PATH needs" 0 "\.local/bin is not in PATH" \
        env PATH=/usr/bin:/bin sh "$HOME"/alcf-*/install.sh
    expect "a second install is no trouble" 0 'Installed alcf' sh "$HOME"/alcf-*/install.sh
    mkdir -p "$HOME/other/bin"
    echo mine >"$HOME/other/bin/alcf"
    expect "what is another's is not written over" 1 'there already' sh "$HOME"/alcf-*/install.sh --prefix "$HOME/other"
    expect "another folder, with a blank in its name" 0 'Installed alcf' sh "$HOME"/alcf-*/install.sh --prefix "$HOME/a b"
    expect "it is removed from there" 0 'Removed' sh "$HOME/a b/share/doc/alcf/install.sh" --uninstall
    rm -r "$HOME"/other "$HOME"/alcf-*
    expect "nothing of it stays" 0 '^\.local$' ls -A "$HOME"
    ;;
use)
    mkdir -p /tmp/work && cd /tmp/work
    expect "alcf --version" 0 '^[0-9.]+' alcf --version
    expect "licences are there" 0 'openssl.txt' ls "$HOME/.local/share/doc/alcf/licences"
    expect "alcf doctor --offline" 0 'All that was checked offline is well' \
        alcf simulate -- env SSL_CERT_FILE=/test/ca.pem alcf doctor --offline
    expect "alcf simulate -- alcf token-status" 0 'Signed in as' alcf simulate -- alcf token-status
    expect "alcf simulate -- alcf chat" 0 "$answers" alcf simulate --speed 20 -- alcf chat hello
    expect "alcf benchmark --simulate" 0 'SIMULATED' alcf benchmark --simulate --speed 50 --samples 5 --no-self-check --output run
    expect "a name that is not there" 69 'the name nowhere\.invalid cannot be resolved' \
        alcf simulate -- env ALCF_BASE_URL=https://nowhere.invalid/resource_server SSL_CERT_FILE=/test/ca.pem alcf list-endpoints
    expect "man alcf" 0 'Inference Service' env MANPAGER=cat man alcf
    expect "man alcf-chat" 0 'chat' env MANPAGER=cat man alcf-chat
    expect "completion" 0 'complete .*alcf' bash -c '
        . /usr/share/bash-completion/bash_completion
        { _comp_load alcf || _completion_loader alcf; } 2>/dev/null
        complete -p alcf'
    rm -rf /tmp/work
    ;;
trust-nothing)
    expect "no certificates: the error says where it looked" 69 '/etc/ssl/ca-bundle\.pem' question
    expect "no certificates: the error says what to do" 69 'set SSL_CERT_FILE' question
    expect "SSL_CERT_FILE" 0 "$answers" question SSL_CERT_FILE=/test/ca.pem
    expect "CURL_CA_BUNDLE" 0 "$answers" question CURL_CA_BUNDLE=/test/ca.pem
    expect "SSL_CERT_DIR" 0 "$answers" question SSL_CERT_DIR=/nowhere:/test/folder
    expect "a folder that holds none" 69 'the folder /tmp that SSL_CERT_DIR names' question SSL_CERT_DIR=/tmp
    expect "a file that is not there" 69 'SSL_CERT_FILE' question SSL_CERT_FILE=/nowhere.pem
    ;;
trust-system) expect "certificates in $(ls /etc/ssl/ca-bundle.pem /etc/ssl/cert.pem /etc/ssl/certs/ca-certificates.crt \
    /etc/pki/tls/certs/*.crt /etc/pki/ca-trust/extracted/pem/*.pem /var/lib/ca-certificates/*.pem 2>/dev/null)" 0 "$answers" question ;;
trust-file) expect "a foreign or broken openssl.cnf" 0 "$answers" question SSL_CERT_FILE=/test/ca.pem ;;
remove)
    expect "uninstall" 0 'Removed' sh "$HOME/.local/share/doc/alcf/install.sh" --uninstall
    expect "the program is gone" 127 . sh -c 'PATH="$HOME/.local/bin:/usr/bin:/bin"; alcf --version'
    ;;
esac
