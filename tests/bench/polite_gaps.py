# Gaps between arrivals at one address, from an nginx log of "$msec $server_addr ...": polite_gaps.py LOG MILLISECONDS
import sys,collections
last={}; n=0; bad=0; least=9e9
rows=sorted((float(m),a) for m,a,u in (l.split(' ',2) for l in open(sys.argv[1])))
for m,a in rows:
    n+=1
    if a in last:
        gap=(m-last[a])*1000
        least=min(least,gap)
        if gap<float(sys.argv[2])-0.5: bad+=1
    last[a]=m
print(f"{n} requests at {len(last)} addresses, {bad} gaps under {sys.argv[2]} ms, least {least:.0f} ms")
