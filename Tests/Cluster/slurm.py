"""A cluster of Slurm with one node, in a folder of its own: slurmctld and slurmd run as children, without munge and without systemd."""
import os, pathlib, shutil, socket, subprocess, time

CONF = """ClusterName=alcf
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
AuthType=auth/none
CredType=cred/none
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
MailProg=/bin/true
JobCompType=jobcomp/none
AccountingStorageType=accounting_storage/none
NodeName={host} NodeAddr=127.0.0.1 CPUs=16 State=UNKNOWN
PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


class Slurm:
    """The cluster, for the length of a `with`."""

    @staticmethod
    def missing():
        """Why there can be none; None where there can."""
        if os.geteuid() != 0:
            return "a cluster of Slurm needs root"
        absent = [name for name in ("slurmctld", "slurmd", "srun", "sbatch", "sinfo") if not shutil.which(name)]
        return f"there is no {absent[0]}: apt-get install slurm-wlm" if absent else None

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "slurm"
        self.daemons = []

    def __enter__(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir(parents=True)
        sockets = [socket.socket() for _ in range(2)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        ports = [each.getsockname()[1] for each in sockets]
        for each in sockets:
            each.close()
        conf = self.folder / "slurm.conf"
        conf.write_text(CONF.format(host=socket.gethostname().split(".")[0], ports=ports, folder=self.folder))
        self.environment = {**os.environ, "SLURM_CONF": str(conf)}
        for name in ("slurmctld", "slurmd"):
            log = open(self.folder / f"{name}.out", "wb")
            self.daemons.append(subprocess.Popen([name, "-D"], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log))
        for _ in range(60):
            state = subprocess.run(["sinfo", "-h", "-o", "%t"], env=self.environment, capture_output=True, text=True, timeout=10).stdout
            if "idle" in state:
                return self
            if any(daemon.poll() is not None for daemon in self.daemons):
                break
            time.sleep(0.5)
        logs = "".join(path.read_text(errors="replace")[-1500:] for path in self.folder.glob("*.log"))
        self.__exit__()
        raise RuntimeError(f"the cluster of Slurm does not come up:\n{logs}")

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in self.daemons:
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()
