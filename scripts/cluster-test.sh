#!/bin/sh
# Benchmarks by several processes under the launchers of clusters:  cluster-test.sh ALCF [TEST …]
#
# MPICH's mpiexec, Open MPI's mpirun and Slurm, a cluster of one node that is made in a temporary folder and taken down
# again; and by hand, with a rank that is killed, one that never starts, a full disk, and machines in network namespaces.
# Debian's packages are mpich, openmpi-bin, slurm-wlm and iproute2. What is missing is skipped with a message; the exit
# code is 1 if a test failed.
set -u
alcf=$(realpath "${1:?usage: cluster-test.sh ALCF [TEST ...]}") || exit 1
shift
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || {
    echo "cluster-test: skipped: there is no Python 3.10 or later"
    exit 0
}
exec timeout -k 20 1200 python3 -B "$(dirname "$0")/../Tests/Cluster/cluster.py" "$alcf" "$@"
