"""Gaps between arrivals at one address, from an nginx log of "$msec $server_addr ...": polite_gaps.py LOG MILLISECONDS

Exit code 1 where a gap was cut short by more than half a millisecond, which is as exact as the log is.
"""
import sys

log, wanted = sys.argv[1], float(sys.argv[2])
arrivals = sorted((float(line.split()[0]), line.split()[1]) for line in open(log))
last, short, least = {}, 0, float("inf")
for moment, address in arrivals:
    gap = (moment - last.get(address, float("-inf"))) * 1000
    least = min(least, gap)
    short += gap < wanted - 0.5
    last[address] = moment
print(f"{len(arrivals)} requests at {len(last)} addresses, {short} gaps under {wanted:.0f} ms, least {least:.0f} ms")
sys.exit(1 if short else 0)
